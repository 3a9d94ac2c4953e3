"""The one worker of the product: what a phone shows without a signal, and notices of a push."""
