"""How many people the work takes: frozen figures, the sum, and one page to hand over."""
