"""服务申请: the utility has to do something that is not a fault."""
