package dev.treadle.io;

import static dev.treadle.Treadle.blocking;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/// Puts TLS (1.2 or 1.3) on top of any [ByteStream], at either end of it.
///
/// {@snippet class=dev.treadle.io.TlsSnippets region=client lang=java}
///
/// Making the connection secure is a wait like any other, under the scope of whoever calls: a
/// handshake that nobody answers ends with the caller's deadline. What it computes (signatures, key
/// exchange; a millisecond or so in all, in three or four pieces with waits between them) it
/// computes where it is called: that is less than the way to another thread and back would be
/// worth.
///
/// One is used for many streams. Sessions are resumed among the streams of the same one.
///
/// {@snippet class=dev.treadle.io.TlsSnippets region=server lang=java}
///
/// [#reload()] reads keys and certificates again. Each handshake uses what was read last;
/// connections that stand go on as they are.
public final class Tls {

  private final TlsSettings settings;
  private volatile SSLContext context;

  private Tls(TlsSettings settings, SSLContext context) {
    this.settings = settings;
    this.context = context;
  }

  /// Returns TLS with these settings, whose files are read now.
  ///
  /// @param change makes the settings of the defaults
  /// @throws IOException if a key or a certificate cannot be read
  /// @throws IllegalArgumentException if a setting is not as it must be
  /// @throws dev.treadle.Cancelled if cancelled before the files were read
  public static Tls of(UnaryOperator<TlsSettings> change) throws IOException {
    var settings = change.apply(TlsSettings.defaults());
    return new Tls(settings, blocking(() -> load(settings)));
  }

  private static SSLContext load(TlsSettings settings) throws IOException {
    var trust = settings.trust().load();
    var keys = keys(settings.identities());
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  /// Returns the JDK's choice among identities, which looks at the name the client asked for.
  private static KeyManager[] keys(List<TlsIdentity> identities) throws IOException {
    // The store never leaves this method, so the password is a formality, made to cost nothing.
    var password = UUID.randomUUID().toString().toCharArray();
    var cheap = new PBEParameterSpec(new byte[16], 1, new IvParameterSpec(new byte[16]));
    var protection =
        new KeyStore.PasswordProtection(password, "PBEWithHmacSHA256AndAES_256", cheap);
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < identities.size(); i++) {
        var loaded = identities.get(i).load();
        var chain = loaded.chain().toArray(X509Certificate[]::new);
        store.setEntry(
            "identity " + i, new KeyStore.PrivateKeyEntry(loaded.key(), chain), protection);
      }
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, password);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the identities: " + e.getMessage(), e);
    }
  }

  /// Reads keys and certificates again, for handshakes from now on. If they cannot be read,
  /// everything stays as it was.
  ///
  /// @throws IOException if a key or a certificate cannot be read
  /// @throws dev.treadle.Cancelled if cancelled before that; everything stays as it was
  public void reload() throws IOException {
    context = blocking(() -> load(settings));
  }

  /// Makes a stream secure as the end that connected.
  ///
  /// The stream below belongs to the new one; it is closed if this fails or is cancelled.
  ///
  /// @param below what is connected to the server; it may have been used for plain text before
  /// @param host the name or address that the server's certificate must be for; the name is also
  ///   told to the server (SNI)
  /// @throws TlsException if the two ends do not agree, or one does not trust the other
  /// @throws IOException if the stream below fails
  /// @throws IllegalArgumentException if the host cannot be a name
  /// @throws dev.treadle.Cancelled if cancelled before the handshake ended
  public TlsStream client(ByteStream below, String host) throws IOException {
    return TlsStream.open(below, () -> clientEngine(below, host), settings);
  }

  private SSLEngine clientEngine(ByteStream below, String host) throws IOException {
    var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    // Host and port are what the JDK remembers sessions by.
    var engine = context.createSSLEngine(name, portOf(below));
    engine.setUseClientMode(true);
    var parameters = parameters(engine);
    if (settings.hostNameVerified()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    if (!isAddress(name)) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /// Makes a stream secure as the end that connected, after plain text was spoken: STARTTLS.
  ///
  /// The other end must have been silent since it agreed. Whatever it sent may have been put there
  /// by somebody else, to be taken for a part of the secure conversation.
  ///
  /// @param spoken the reader with which plain text was read
  /// @param host the name or address that the server's certificate must be for
  /// @throws IOException if the reader has bytes that were not read, or as in [#client(ByteStream,
  ///   String)]
  /// @throws dev.treadle.Cancelled if cancelled before the handshake ended
  public TlsStream client(ByteReader spoken, String host) throws IOException {
    return client(silent(spoken), host);
  }

  /// Makes a stream secure as the end that was connected to.
  ///
  /// The stream below belongs to the new one; it is closed if this fails or is cancelled.
  ///
  /// @param below what was accepted; it may have been used for plain text before
  /// @throws TlsException if the two ends do not agree, or one does not trust the other
  /// @throws IOException if the stream below fails
  /// @throws IllegalStateException if the settings have no identity
  /// @throws dev.treadle.Cancelled if cancelled before the handshake ended
  public TlsStream server(ByteStream below) throws IOException {
    return TlsStream.open(below, this::serverEngine, settings);
  }

  private SSLEngine serverEngine() {
    if (settings.identities().isEmpty()) {
      throw new IllegalStateException(
          "a server needs a certificate: expected settings with an identity, found none");
    }
    var engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    var parameters = parameters(engine);
    switch (settings.clientCertificates()) {
      case IGNORED -> {}
      case WANTED -> parameters.setWantClientAuth(true);
      case NEEDED -> parameters.setNeedClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /// Makes a stream secure as the end that was connected to, after plain text was spoken: STARTTLS.
  ///
  /// The other end must have been silent until it was told to begin; see [#client(ByteReader,
  /// String)].
  ///
  /// @param spoken the reader with which plain text was read
  /// @throws IOException if the reader has bytes that were not read, or as in [#server(ByteStream)]
  /// @throws dev.treadle.Cancelled if cancelled before the handshake ended
  public TlsStream server(ByteReader spoken) throws IOException {
    return server(silent(spoken));
  }

  private static ByteStream silent(ByteReader spoken) throws IOException {
    int left = spoken.buffered().remaining();
    if (left > 0) {
      spoken.stream().close();
      throw new TlsException(
          "expected silence before TLS begins, found %d bytes of plain text".formatted(left));
    }
    return spoken.stream();
  }

  private SSLParameters parameters(SSLEngine engine) {
    var parameters = engine.getSSLParameters();
    parameters.setProtocols(
        settings.versions().stream().map(TlsVersion::toString).toArray(String[]::new));
    parameters.setApplicationProtocols(settings.alpn().toArray(String[]::new));
    return parameters;
  }

  private static int portOf(ByteStream below) throws IOException {
    return below.remoteAddress() instanceof InetSocketAddress address ? address.getPort() : -1;
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  /// Returns where its keys and certificates come from.
  @Override
  public String toString() {
    return "TLS of " + settings.identities() + " with " + settings.trust();
  }
}
