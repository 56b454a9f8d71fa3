"""主动抢修: born from an alarm or a judgement, before anybody called."""
