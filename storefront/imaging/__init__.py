"""Photos: taking them in, deciding their variants, encoding them."""
