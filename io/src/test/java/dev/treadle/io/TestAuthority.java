package dev.treadle.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// An authority for tests, which signs whatever it is asked to. Its certificates are put together
/// byte by byte (X.509, RFC 5280), because the JDK has no public way to make one.
final class TestAuthority {

  /// Before and after the simulation's time and ours.
  static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  static final Instant FAR_AWAY = Instant.parse("2049-01-01T00:00:00Z");

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final String name;
  private final Kind kind;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /// What keys are for, and how they sign.
  enum Kind {

    /// Signatures are all of one length (RFC 8410), and so are handshakes: two runs of a simulation
    /// take the same steps.
    EDWARDS("Ed25519", "Ed25519", "06032b6570"),

    /// What most hosts have. Signatures are a byte shorter now and then (RFC 5758).
    ELLIPTIC("EC", "SHA256withECDSA", "06082a8648ce3d040302");

    private final String algorithm;
    private final String signature;
    private final String identifier;

    Kind(String algorithm, String signature, String identifier) {
      this.algorithm = algorithm;
      this.signature = signature;
      this.identifier = identifier;
    }

    private KeyPair newKeys() {
      try {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new AssertionError("every JDK has these keys", e);
      }
    }

    private byte[] identifier() {
      return sequence(HexFormat.of().parseHex(identifier));
    }

    private byte[] sign(PrivateKey key, byte[] content) throws GeneralSecurityException {
      var signer = Signature.getInstance(signature);
      signer.initSign(key);
      signer.update(content);
      return signer.sign();
    }
  }

  /// A certificate with its key.
  ///
  /// @param key the private key
  /// @param certificate the certificate
  /// @param issuer that of the authority
  record Holder(PrivateKey key, X509Certificate certificate, X509Certificate issuer) {

    TlsIdentity identity() {
      return TlsIdentity.of(key, List.of(certificate, issuer));
    }

    String chainPem() {
      return pem("CERTIFICATE", encoded(certificate)) + pem("CERTIFICATE", encoded(issuer));
    }

    String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }
  }

  TestAuthority(String name) {
    this(name, Kind.EDWARDS);
  }

  TestAuthority(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
    this.keys = kind.newKeys();
    this.certificate = certificate(name, keys, LONG_AGO, FAR_AWAY, authority());
  }

  X509Certificate certificate() {
    return certificate;
  }

  TlsTrust trust() {
    return TlsTrust.of(List.of(certificate));
  }

  String pem() {
    return pem("CERTIFICATE", encoded(certificate));
  }

  /// Signs a certificate for hosts: names, or addresses.
  Holder sign(String... hosts) {
    return sign(LONG_AGO, FAR_AWAY, hosts);
  }

  /// Signs a certificate that is valid for a time.
  Holder sign(Instant from, Instant to, String... hosts) {
    var own = kind.newKeys();
    var signed = certificate(hosts[0], own, from, to, hosts(hosts));
    return new Holder(own.getPrivate(), signed, certificate);
  }

  private X509Certificate certificate(
      String subject, KeyPair subjectKeys, Instant from, Instant to, byte[] extension) {
    var content =
        sequence(
            der(0xa0, der(0x02, new byte[] {2})),
            der(0x02, BigInteger.valueOf(SERIAL.getAndIncrement()).toByteArray()),
            kind.identifier(),
            named(name),
            sequence(time(from), time(to)),
            named(subject),
            subjectKeys.getPublic().getEncoded(),
            der(0xa3, sequence(extension)));
    try {
      var signature = kind.sign(keys.getPrivate(), content);
      var signed = sequence(content, kind.identifier(), bits(signature));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signed));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("expected a certificate that can be read", e);
    }
  }

  private static byte[] named(String commonName) {
    var type = HexFormat.of().parseHex("0603550403");
    var value = der(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return sequence(der(0x31, sequence(type, value)));
  }

  private static byte[] time(Instant instant) {
    var text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    return der(0x17, text.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  /// Basic constraints: may sign others.
  private static byte[] authority() {
    var type = HexFormat.of().parseHex("0603551d13");
    var critical = der(0x01, new byte[] {-1});
    return sequence(type, critical, der(0x04, sequence(der(0x01, new byte[] {-1}))));
  }

  /// Subject alternative names.
  private static byte[] hosts(String... hosts) {
    var type = HexFormat.of().parseHex("0603551d11");
    var names = new ArrayList<byte[]>();
    for (var host : hosts) {
      names.add(
          Character.isDigit(host.charAt(0))
              ? der(0x87, InetAddress.ofLiteral(host).getAddress())
              : der(0x82, host.getBytes(StandardCharsets.US_ASCII)));
    }
    return sequence(type, der(0x04, sequence(names.toArray(byte[][]::new))));
  }

  private static byte[] bits(byte[] content) {
    return der(0x03, join(new byte[1], content));
  }

  private static byte[] sequence(byte[]... parts) {
    return der(0x30, join(parts));
  }

  private static byte[] der(int tag, byte[] content) {
    int length = content.length;
    if (length < 0x80) {
      return join(new byte[] {(byte) tag, (byte) length}, content);
    }
    return length < 0x100
        ? join(new byte[] {(byte) tag, (byte) 0x81, (byte) length}, content)
        : join(new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length}, content);
  }

  private static byte[] join(byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("it was made of these bytes", e);
    }
  }

  static String pem(String label, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), label);
  }
}
