"""How people come: posters and flyers with their counts, links that give a role, and what a helper filled in."""
