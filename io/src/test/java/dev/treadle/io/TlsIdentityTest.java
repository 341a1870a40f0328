package dev.treadle.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How keys and certificates are read, and what is said of those that cannot be.
class TlsIdentityTest {

  private static final TestAuthority AUTHORITY = new TestAuthority("authority");
  private static final TestAuthority.Holder HOST = AUTHORITY.sign("host.example");
  private static final TestAuthority.Holder OTHER = AUTHORITY.sign("other.example");

  @TempDir Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static void assertUnreadable(TlsIdentity identity, String message) {
    assertThatThrownBy(identity::load).isInstanceOf(IOException.class).hasMessage(message);
  }

  private static void assertHost(TlsIdentity identity) throws IOException {
    var loaded = identity.load();

    assertThat(loaded.key()).isEqualTo(HOST.key());
    assertThat(loaded.chain()).containsExactly(HOST.certificate(), AUTHORITY.certificate());
  }

  // --- PEM

  @Test
  void isReadFromTwoFilesOrFromOne() throws IOException {
    var chain = file("chain.pem", "Subject: host.example\n" + HOST.chainPem());
    var key = file("key.pem", HOST.keyPem());
    var both = file("both.pem", HOST.keyPem() + HOST.chainPem());

    assertHost(TlsIdentity.ofPemFiles(chain, key));
    assertHost(TlsIdentity.ofPemFiles(both, both));
  }

  @Test
  void isReadFromText() throws IOException {
    assertHost(TlsIdentity.ofPem(HOST.chainPem(), HOST.keyPem()));
    assertHost(TlsIdentity.ofPem(HOST.chainPem().replace("\n", "\r\n"), HOST.keyPem()));
  }

  @Test
  void filesAreReadWhenTheyAreNeeded() throws IOException {
    var chain = directory.resolve("chain.pem");
    var key = directory.resolve("key.pem");
    var identity = TlsIdentity.ofPemFiles(chain, key);
    assertThatThrownBy(identity::load).isInstanceOf(NoSuchFileException.class);

    file("chain.pem", HOST.chainPem());
    file("key.pem", HOST.keyPem());

    assertHost(identity);
    assertThat(identity).hasToString("identity of " + chain);
  }

  @Test
  void whatIsNoCertificateOrKeyIsSaidSo() {
    assertUnreadable(
        TlsIdentity.ofPem("nothing", HOST.keyPem()),
        "PEM text: expected '-----BEGIN CERTIFICATE-----', found none");
    assertUnreadable(
        TlsIdentity.ofPem(HOST.chainPem(), "nothing"),
        "PEM text: expected '-----BEGIN PRIVATE KEY-----', found none");
    assertUnreadable(
        TlsIdentity.ofPem(HOST.chainPem(), TestAuthority.pem("PRIVATE KEY", new byte[40])),
        "PEM text: expected a key of RSA, EC or EdDSA, found another or none");
    assertUnreadable(
        TlsIdentity.ofPem(HOST.chainPem(), TestAuthority.pem("EC PRIVATE KEY", new byte[40])),
        "PEM text: expected an EC key that names its curve");
    assertThatThrownBy(
            TlsIdentity.ofPem(TestAuthority.pem("CERTIFICATE", new byte[9]), HOST.keyPem())::load)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("PEM text: cannot read certificate and key: ");
  }

  @Test
  void whatIsNoBase64IsSaidSo() {
    assertThatThrownBy(
            TlsIdentity.ofPem(
                    "-----BEGIN CERTIFICATE-----\n???\n-----END CERTIFICATE-----", HOST.keyPem())
                ::load)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("PEM text: expected base64 between the lines of dashes: ");
  }

  @Test
  void theOldWayToEncryptIsRefusedWithAWayOut() {
    assertUnreadable(
        TlsIdentity.ofPem(
            HOST.chainPem(),
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\n"
                + "AAAA\n-----END RSA PRIVATE KEY-----"),
        "PEM text: expected a key in PKCS #8, found one encrypted in the old way of OpenSSL;"
            + " convert it with 'openssl pkcs8 -topk8'");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() {
    assertUnreadable(
        TlsIdentity.ofPem(OTHER.chainPem(), HOST.keyPem()),
        "PEM text: the key is not that of the first certificate, 'CN=other.example'");
  }

  // --- Kinds of keys

  @Test
  void keysOfOpensslsOldFormatsAreRead() throws Exception {
    assertOldFormatIsRead("RSA", "RSA PRIVATE KEY");
    assertOldFormatIsRead("EC", "EC PRIVATE KEY");
  }

  /// The old format is what PKCS #8 has in its last octet string; of EC keys, with the curve added.
  private static void assertOldFormatIsRead(String algorithm, String label) throws Exception {
    var key = newKey(algorithm);
    var old = algorithm.equals("RSA") ? inside(key) : withCurve(key);

    var read = PrivateKeys.read(TestAuthority.pem(label, old), null, "here");

    assertThat(secret(read)).isEqualTo(secret(key));
  }

  private static PrivateKey newKey(String algorithm) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.startsWith("RSA")) {
      generator.initialize(2048);
    }
    return generator.generateKeyPair().getPrivate();
  }

  /// Keys of EC are equal only if both or neither come with their public half.
  private static Object secret(PrivateKey key) {
    return key instanceof ECPrivateKey ec ? ec.getS() : key;
  }

  /// Returns what is behind `SEQUENCE, INTEGER 0, SEQUENCE algorithm, OCTET STRING`.
  private static byte[] inside(PrivateKey key) {
    var der = key.getEncoded();
    int at = header(der, 0);
    at += 3;
    at = header(der, at) + length(der, at);
    return Arrays.copyOfRange(der, header(der, at), der.length);
  }

  /// Returns `SEQUENCE { INTEGER 1, OCTET STRING key, [0] curve }`.
  private static byte[] withCurve(PrivateKey key) {
    var der = key.getEncoded();
    int algorithm = header(der, 0) + 3;
    int start = header(der, algorithm);
    int curve = start + 2 + der[start + 1];
    int end = header(der, algorithm) + length(der, algorithm);
    var sec1 = inside(key);
    int content = header(sec1, 0);
    int secret = 3 + 2 + sec1[content + 4];
    var out = new ByteArrayOutputStream();
    out.write(0x30);
    out.write(secret + 2 + end - curve);
    out.write(sec1, content, secret);
    out.write(0xa0);
    out.write(end - curve);
    out.write(der, curve, end - curve);
    return out.toByteArray();
  }

  private static int header(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first > 0x80 ? first & 0x7f : 0);
  }

  private static int length(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    if (length > 0x80) {
      int octets = length & 0x7f;
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = (length << 8) | (der[at + 2 + i] & 0xff);
      }
    }
    return length;
  }

  @Test
  void keysOfEachKindAreRead() throws Exception {
    for (var algorithm : List.of("RSA", "EC", "Ed25519", "RSASSA-PSS")) {
      var key = newKey(algorithm);

      var read = PrivateKeys.read(TestAuthority.pem("PRIVATE KEY", key.getEncoded()), null, "here");

      assertThat(read.getEncoded()).as(algorithm).isEqualTo(key.getEncoded());
    }
  }

  @Test
  void anEncryptedKeyIsReadWithItsPassword() throws Exception {
    var chain = file("chain.pem", HOST.chainPem());
    var key = file("key.pem", encrypted(HOST.key(), "open sesame"));

    assertHost(TlsIdentity.ofPemFiles(chain, key, "open sesame"));
    assertUnreadable(
        TlsIdentity.ofPemFiles(chain, key),
        key + ": the key is encrypted, and no password was given");
    assertThatThrownBy(TlsIdentity.ofPemFiles(chain, key, "open wheat")::load)
        .isInstanceOf(IOException.class);
  }

  private static String encrypted(PrivateKey key, String password) throws Exception {
    var name = "PBEWithHmacSHA256AndAES_256";
    var secret =
        SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(password.toCharArray()));
    var salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    var cipher = Cipher.getInstance(name);
    cipher.init(
        Cipher.ENCRYPT_MODE, secret, new PBEParameterSpec(salt, 1000, new IvParameterSpec(salt)));
    var parameters = AlgorithmParameters.getInstance("PBES2");
    parameters.init(cipher.getParameters().getEncoded());
    var info = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key.getEncoded()));
    return TestAuthority.pem("ENCRYPTED PRIVATE KEY", info.getEncoded());
  }

  // --- Key stores

  private static KeyStore store() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Certificate[] chain(TestAuthority.Holder holder) {
    return new Certificate[] {holder.certificate(), holder.issuer()};
  }

  @Test
  void isReadFromAKeyStore() throws Exception {
    var store = store();
    store.setKeyEntry("host", HOST.key(), "secret".toCharArray(), chain(HOST));
    var file = directory.resolve("store.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "secret".toCharArray());
    }

    assertHost(TlsIdentity.ofKeyStore(store, "secret"));
    assertHost(TlsIdentity.ofKeyStore(file, "secret"));
    assertThatThrownBy(TlsIdentity.ofKeyStore(file, "wrong")::load).isInstanceOf(IOException.class);
  }

  @Test
  void aKeyStoreHasOneKey() throws Exception {
    var store = store();
    assertUnreadable(
        TlsIdentity.ofKeyStore(store, "secret"), "a key store: expected one key, found []");
    store.setKeyEntry("one", HOST.key(), "secret".toCharArray(), chain(HOST));
    store.setKeyEntry("two", OTHER.key(), "secret".toCharArray(), chain(OTHER));

    assertUnreadable(
        TlsIdentity.ofKeyStore(store, "secret"), "a key store: expected one key, found [one, two]");
  }

  @Test
  void aKeyWithoutCertificateIsNoIdentity() {
    assertUnreadable(
        TlsIdentity.of(HOST.key(), List.of()),
        "a key in memory: expected a certificate for the key, found none");
  }

  // --- Trust

  @Test
  void authoritiesAreReadFromWhereverTheyAre() throws Exception {
    var pem = file("authority.pem", AUTHORITY.pem());
    var store = store();
    store.setCertificateEntry("authority", AUTHORITY.certificate());

    for (var trust :
        List.of(
            TlsTrust.ofPemFile(pem),
            TlsTrust.ofPem(AUTHORITY.pem()),
            TlsTrust.of(List.of(AUTHORITY.certificate())),
            TlsTrust.ofKeyStore(store))) {
      assertThat(trust.load().getAcceptedIssuers()).containsExactly(AUTHORITY.certificate());
    }
    assertThat(TlsTrust.system().load().getAcceptedIssuers()).hasSizeGreaterThan(10);
  }

  @Test
  void aFileWithoutAuthoritiesIsSaidSo() throws IOException {
    var empty = file("empty.pem", "");

    assertThatThrownBy(TlsTrust.ofPemFile(empty)::load)
        .isInstanceOf(IOException.class)
        .hasMessage(empty + ": expected '-----BEGIN CERTIFICATE-----', found none");
    assertThat(TlsTrust.ofPemFile(empty)).hasToString("trust in " + empty);
  }
}
