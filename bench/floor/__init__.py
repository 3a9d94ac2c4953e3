"""The least a Django project can do with sessions, sign-in and CSRF: the product's measure."""
