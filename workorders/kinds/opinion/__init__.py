"""意见(建议): a customer is dissatisfied or proposes something, and alleges no violation."""
