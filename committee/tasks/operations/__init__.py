"""What is done with tasks, meetings and petitions; each writes its audit and commits nothing."""
