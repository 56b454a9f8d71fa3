"""When power will be back: computed, or a person's word."""
