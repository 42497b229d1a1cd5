"""Events in the columns of GDELT, ICEWS, POLECAT, PLOVER, PETRARCH: out, in, side by side."""
