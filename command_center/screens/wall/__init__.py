"""The wall: one area on a large screen that nobody touches. Numbers, places and times; of people nothing at all.

What stands on it hangs where visitors walk by: no name, phone or address of a customer, no description that somebody told,
no name of ours. An order is its kind of fault, its station and its limit.
"""
