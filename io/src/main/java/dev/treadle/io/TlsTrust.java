package dev.treadle.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whose signature under the other end's certificate is good enough.
///
/// As [TlsIdentity], it remembers where the certificates of the authorities are, and [Tls] reads
/// them.
public final class TlsTrust {

  private interface Source {
    @Nullable KeyStore load() throws IOException, GeneralSecurityException;
  }

  private final String name;
  private final Source source;

  private TlsTrust(String name, Source source) {
    this.name = name;
    this.source = source;
  }

  /// Returns trust in the authorities that the JDK trusts.
  public static TlsTrust system() {
    return new TlsTrust("the JDK's authorities", () -> null);
  }

  /// Returns trust in the authorities whose certificates are in a PEM file, and in no others.
  public static TlsTrust ofPemFile(Path file) {
    Objects.requireNonNull(file, "file");
    return new TlsTrust(
        file.toString(), () -> store(Pem.certificates(Files.readString(file), file.toString())));
  }

  /// Returns trust in the authorities whose certificates are in PEM text, and in no others.
  public static TlsTrust ofPem(String text) {
    Objects.requireNonNull(text, "text");
    return new TlsTrust("PEM text", () -> store(Pem.certificates(text, "PEM text")));
  }

  /// Returns trust in these authorities and in no others.
  public static TlsTrust of(List<X509Certificate> authorities) {
    var copy = List.copyOf(authorities);
    return new TlsTrust("certificates in memory", () -> store(copy));
  }

  /// Returns trust in the authorities in a key store and in no others.
  public static TlsTrust ofKeyStore(KeyStore store) {
    Objects.requireNonNull(store, "store");
    return new TlsTrust("a key store", () -> store);
  }

  private static KeyStore store(List<X509Certificate> authorities)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority " + i, authorities.get(i));
    }
    return store;
  }

  X509ExtendedTrustManager load() throws IOException {
    try {
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(source.load());
      return new CertificateCheck((X509ExtendedTrustManager) factory.getTrustManagers()[0]);
    } catch (GeneralSecurityException e) {
      throw new IOException("%s: cannot read certificates: %s".formatted(name, e.getMessage()), e);
    }
  }

  /// Returns where it comes from.
  @Override
  public String toString() {
    return "trust in " + name;
  }
}
