package dev.treadle.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/// Reads private keys in the forms in which they are found in PEM files: PKCS #8, also encrypted,
/// and what OpenSSL wrote before, PKCS #1 (RFC 8017) and SEC 1 (RFC 5915).
final class PrivateKeys {

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int PARAMETERS = 0xa0;

  /// In DER: the version 0, `INTEGER 0`.
  private static final byte[] VERSION = {INTEGER, 1, 0};

  /// In DER: the object identifier of `rsaEncryption`, and `NULL`.
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

  /// In DER: the object identifier of `id-ecPublicKey`.
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private PrivateKeys() {}

  /// Returns the key in a text, which has one.
  static PrivateKey read(String text, @Nullable String password, String from)
      throws IOException, GeneralSecurityException {
    for (var block : Pem.parse(text, from)) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return ofPkcs8(block.bytes(), from);
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          return ofPkcs8(decrypted(block.bytes(), password, from), from);
        }
        case "RSA PRIVATE KEY" -> {
          return ofPkcs8(pkcs8(RSA, block.bytes()), from);
        }
        case "EC PRIVATE KEY" -> {
          return ofPkcs8(pkcs8(concat(EC, curve(block.bytes(), from)), block.bytes()), from);
        }
        default -> {}
      }
    }
    throw new IOException(from + ": expected '-----BEGIN PRIVATE KEY-----', found none");
  }

  private static PrivateKey ofPkcs8(byte[] der, String from)
      throws IOException, GeneralSecurityException {
    for (var algorithm : ALGORITHMS) {
      var key = keyOf(algorithm, der);
      if (key != null) {
        return key;
      }
    }
    throw new IOException(from + ": expected a key of RSA, EC or EdDSA, found another or none");
  }

  /// Returns nothing if it is a key of another kind: only the kind's own factory can tell.
  private static @Nullable PrivateKey keyOf(String algorithm, byte[] der)
      throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (InvalidKeySpecException e) {
      return null;
    }
  }

  private static byte[] decrypted(byte[] der, @Nullable String password, String from)
      throws IOException, GeneralSecurityException {
    if (password == null) {
      throw new IOException(from + ": the key is encrypted, and no password was given");
    }
    var info = new EncryptedPrivateKeyInfo(der);
    var parameters = info.getAlgParameters();
    // Of PBES2 only the parameters know which cipher it is.
    var name = info.getAlgName().equals("PBES2") ? parameters.toString() : info.getAlgName();
    var key =
        SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(password.toCharArray()));
    var cipher = Cipher.getInstance(name);
    cipher.init(Cipher.DECRYPT_MODE, key, parameters);
    try {
      return info.getKeySpec(cipher).getEncoded();
    } catch (InvalidKeySpecException e) {
      throw new IOException(from + ": the password is not that of the key", e);
    }
  }

  /// Wraps a key in PKCS #8, which says of what kind it is (RFC 5958).
  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return der(SEQUENCE, concat(VERSION, concat(der(SEQUENCE, algorithm), der(OCTET_STRING, key))));
  }

  /// Returns the curve that a key in SEC 1 names: `[0]`, behind a version and the key itself.
  private static byte[] curve(byte[] key, String from) throws IOException {
    try {
      var content = content(ByteBuffer.wrap(key), SEQUENCE);
      content(content, INTEGER);
      content(content, OCTET_STRING);
      var curve = content(content, PARAMETERS);
      var bytes = new byte[curve.remaining()];
      curve.get(bytes);
      return bytes;
    } catch (RuntimeException e) {
      throw new IOException(from + ": expected an EC key that names its curve", e);
    }
  }

  private static ByteBuffer content(ByteBuffer der, int tag) {
    int found = der.get() & 0xff;
    if (found != tag) {
      throw new IllegalArgumentException("expected tag %x, found %x".formatted(tag, found));
    }
    int length = der.get() & 0xff;
    if (length > 0x80) {
      int octets = length & 0x7f;
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = (length << 8) | (der.get() & 0xff);
      }
    }
    var content = der.slice(der.position(), length);
    der.position(der.position() + length);
    return content;
  }

  private static byte[] der(int tag, byte[] content) {
    int length = content.length;
    // The shortest form, or it is not DER.
    var header =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return concat(header, content);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
