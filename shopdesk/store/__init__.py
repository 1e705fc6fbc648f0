"""Tables, migrations, opening, changing: what serves every other room of the core."""
