"""The sample optician: frames, texts and photos drawn from their measurements."""
