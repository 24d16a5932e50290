"""Recovery as a study: several numbers of segments, each kept in a folder."""
