"""Other tools side by side with ours, each in a throwaway environment; run by hand."""
