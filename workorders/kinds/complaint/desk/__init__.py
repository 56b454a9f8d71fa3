"""The complaint desk (投诉): the open complaints by what is due next, what might grow, and a year of the same account."""
