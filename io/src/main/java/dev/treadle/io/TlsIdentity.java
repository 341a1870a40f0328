package dev.treadle.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who this end of TLS is: a certificate, those that lead from it to an authority, and its private
/// key.
///
/// It remembers where these are, and [Tls] reads them: when it is made, and again by
/// [Tls#reload()]. So the files of a certificate that is renewed are named once.
public final class TlsIdentity {

  /// What it comes to when it is read.
  ///
  /// @param key the private key
  /// @param chain the certificate of that key first
  record Loaded(PrivateKey key, List<X509Certificate> chain) {}

  private interface Source {
    Loaded load() throws IOException, GeneralSecurityException;
  }

  private final String name;
  private final Source source;

  private TlsIdentity(String name, Source source) {
    this.name = name;
    this.source = source;
  }

  /// Returns an identity in two PEM files, which may be the same one. Keys are read in PKCS #8, and
  /// as OpenSSL used to write them.
  ///
  /// @param chain has the certificate, then those of the authorities between it and a root
  /// @param key has its private key
  public static TlsIdentity ofPemFiles(Path chain, Path key) {
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(key, "key");
    return new TlsIdentity(
        chain.toString(), () -> ofText(Files.readString(chain), keyOf(key, null), chain));
  }

  /// Returns an identity in two PEM files whose key is encrypted (PKCS #8).
  ///
  /// @param chain has the certificate, then those of the authorities between it and a root
  /// @param key has its private key
  /// @param password decrypts the key
  public static TlsIdentity ofPemFiles(Path chain, Path key, String password) {
    Objects.requireNonNull(password, "password");
    return new TlsIdentity(
        chain.toString(), () -> ofText(Files.readString(chain), keyOf(key, password), chain));
  }

  private static PrivateKey keyOf(Path file, @Nullable String password)
      throws IOException, GeneralSecurityException {
    return PrivateKeys.read(Files.readString(file), password, file.toString());
  }

  private static Loaded ofText(String chain, PrivateKey key, Object from)
      throws IOException, GeneralSecurityException {
    return new Loaded(key, Pem.certificates(chain, from.toString()));
  }

  /// Returns an identity in PEM text.
  ///
  /// @param chain has the certificate, then those of the authorities between it and a root
  /// @param key has its private key
  public static TlsIdentity ofPem(String chain, String key) {
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(key, "key");
    return new TlsIdentity(
        "PEM text", () -> ofText(chain, PrivateKeys.read(key, null, "PEM text"), "PEM text"));
  }

  /// Returns an identity of a key and its certificates.
  ///
  /// @param chain the certificate of the key first
  public static TlsIdentity of(PrivateKey key, List<X509Certificate> chain) {
    var loaded = new Loaded(Objects.requireNonNull(key, "key"), List.copyOf(chain));
    return new TlsIdentity("a key in memory", () -> loaded);
  }

  /// Returns an identity in a key store's file, which has one key: PKCS #12 or JKS.
  ///
  /// @param password that of the store and of its key
  public static TlsIdentity ofKeyStore(Path file, String password) {
    Objects.requireNonNull(file, "file");
    var characters = password.toCharArray();
    return new TlsIdentity(
        file.toString(),
        () -> ofStore(KeyStore.getInstance(file.toFile(), characters), characters, file));
  }

  /// Returns an identity in a key store, which has one key.
  ///
  /// @param password that of the key
  public static TlsIdentity ofKeyStore(KeyStore store, String password) {
    Objects.requireNonNull(store, "store");
    var characters = password.toCharArray();
    return new TlsIdentity("a key store", () -> ofStore(store, characters, "a key store"));
  }

  private static Loaded ofStore(KeyStore store, char[] password, Object from)
      throws IOException, GeneralSecurityException {
    var keys = new ArrayList<String>();
    for (var alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keys.add(alias);
      }
    }
    if (keys.size() != 1) {
      throw new IOException(from + ": expected one key, found " + keys);
    }
    Key key = store.getKey(keys.getFirst(), password);
    var chain = new ArrayList<X509Certificate>();
    for (Certificate certificate : store.getCertificateChain(keys.getFirst())) {
      chain.add((X509Certificate) certificate);
    }
    return new Loaded((PrivateKey) key, chain);
  }

  /// Reads it, and sees whether the key is that of the certificate.
  Loaded load() throws IOException {
    try {
      var loaded = source.load();
      if (loaded.chain.isEmpty()) {
        throw new IOException(name + ": expected a certificate for the key, found none");
      }
      requireMatch(loaded.key, loaded.chain.getFirst());
      return loaded;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "%s: cannot read certificate and key: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void requireMatch(PrivateKey key, X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    var algorithm = signatureOf(key.getAlgorithm());
    if (algorithm == null) {
      return;
    }
    var something = new byte[] {1, 2, 3};
    boolean same = key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm());
    if (same) {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(something);
      var signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(something);
      same = signature.verify(signed);
    }
    if (!same) {
      throw new IOException(
          "%s: the key is not that of the first certificate, '%s'"
              .formatted(name, certificate.getSubjectX500Principal().getName()));
    }
  }

  private static @Nullable String signatureOf(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA" -> "EdDSA";
      default -> null;
    };
  }

  /// Returns where it comes from; nothing of the key.
  @Override
  public String toString() {
    return "identity of " + name;
  }
}
