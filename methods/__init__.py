"""Methods: the mathematics of all concepts, by field: plain array functions with textbook signatures.

No concept, no drawing, no files, no clock, no global random state; a seed is a parameter.
"""
