"""What was learned on one task as the start of another: pulled fits, what they are worth, fine-tuning."""
