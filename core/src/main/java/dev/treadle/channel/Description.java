package dev.treadle.channel;

/// What is waited for, in words that are put together only when somebody reads them.
record Description(String what, Channel<?> of) {

  @Override
  public String toString() {
    return what + of;
  }
}
