package dev.treadle.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Text in which binary things stand between lines of dashes (RFC 7468). What is not between them
/// is commentary.
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private final String label;
  private final byte[] bytes;

  private Pem(String label, byte[] bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /// Returns what it is, such as `CERTIFICATE`.
  String label() {
    return label;
  }

  /// Returns the thing itself, not a copy.
  byte[] bytes() {
    return bytes;
  }

  static List<Pem> parse(String text, String from) throws IOException {
    var found = new ArrayList<Pem>();
    var blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      found.add(new Pem(blocks.group(1), decode(blocks.group(2), from)));
    }
    return found;
  }

  private static byte[] decode(String base64, String from) throws IOException {
    if (base64.contains("Proc-Type:")) {
      throw new IOException(
          from
              + ": expected a key in PKCS #8, found one encrypted in the old way of OpenSSL;"
              + " convert it with 'openssl pkcs8 -topk8'");
    }
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: expected base64 between the lines of dashes: %s".formatted(from, e.getMessage()), e);
    }
  }

  /// Returns the certificates among these, at least one.
  static List<X509Certificate> certificates(String text, String from)
      throws IOException, GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    var certificates = new ArrayList<X509Certificate>();
    for (var block : parse(text, from)) {
      if (block.label.equals("CERTIFICATE")) {
        var bytes = new ByteArrayInputStream(block.bytes);
        certificates.add((X509Certificate) factory.generateCertificate(bytes));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(from + ": expected '-----BEGIN CERTIFICATE-----', found none");
    }
    return certificates;
  }
}
