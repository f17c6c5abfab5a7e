"""What each print says: gathered from the casebook, figures and days made to texts once, people's words masked."""
