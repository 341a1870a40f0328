package dev.treadle.io;

/// A version of TLS that can be spoken. There are no older ones: they are broken (RFC 8996).
public enum TlsVersion {

  /// TLS 1.2, RFC 5246. Its end is of both directions at once: there is no half-close.
  TLS_1_2("TLSv1.2"),

  /// TLS 1.3, RFC 8446.
  TLS_1_3("TLSv1.3");

  private final String name;

  TlsVersion(String name) {
    this.name = name;
  }

  static TlsVersion of(String name) {
    for (var version : values()) {
      if (version.name.equals(name)) {
        return version;
      }
    }
    throw new IllegalStateException("expected TLS 1.2 or 1.3, found " + name);
  }

  /// Returns the JDK's name for it, such as `TLSv1.3`.
  @Override
  public String toString() {
    return name;
  }
}
