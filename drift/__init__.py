"""Whether the guide and the cluster's repository still say the same: what the catalog claims, held against a revision."""
