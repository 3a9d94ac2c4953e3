"""What everybody reads of releases without a sign-in: pages, files and a feed."""
