"""The calendar of an organisation: public holidays, days and spans of its own."""
