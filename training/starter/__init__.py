"""The courses, certificates and requirements that an organisation begins with."""
