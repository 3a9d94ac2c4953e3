"""How an organisation names its people: where ranks stand, and how they are greeted."""
