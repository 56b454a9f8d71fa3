"""表扬: thanks, passed on to whom they are meant for."""
