"""What is typed of tasks, meetings and petitions."""
