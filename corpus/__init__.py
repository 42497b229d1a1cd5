"""The dispatch corpus: invented reports and sentences, marked; its checker, filler and figures."""
