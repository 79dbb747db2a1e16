"""The shell: how every page looks, finds its way and says what went wrong."""
