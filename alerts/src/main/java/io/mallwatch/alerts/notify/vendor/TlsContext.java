package io.mallwatch.alerts.notify.vendor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS as [HttpSettings.Tls] asks for it.
public final class TlsContext {

  private static final char[] NO_PASSWORD = new char[0];

  private TlsContext() {}

  /// The context for `tls`.
  ///
  /// @throws IOException when a certificate or key cannot be read or is none
  public static SSLContext of(HttpSettings.Tls tls) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(tls), trust(tls), null);
      return context;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("the TLS configuration cannot be used: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] trust(HttpSettings.Tls tls)
      throws GeneralSecurityException, IOException {
    if (tls.trustAny()) {
      return new TrustManager[] {new TrustAny()};
    }
    if (tls.authority().isEmpty()) {
      return null;
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate certificate : certificates(text(tls.authority().get()))) {
      store.setCertificateEntry("ca" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(HttpSettings.Tls tls)
      throws GeneralSecurityException, IOException {
    if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
      return null;
    }
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "key",
        privateKey(text(tls.key().get())),
        NO_PASSWORD,
        certificates(text(tls.certificate().get())).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static String text(HttpSettings.Pem pem) throws IOException {
    return switch (pem) {
      case HttpSettings.Pem.Inline inline -> inline.text().read();
      case HttpSettings.Pem.InFile inFile -> Files.readString(inFile.file());
    };
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    if (body.contains("-----")) {
      throw new GeneralSecurityException("the key is not in PKCS 8 form (BEGIN PRIVATE KEY)");
    }
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException _) {
        // of another kind
      }
    }
    throw new GeneralSecurityException("the key is neither RSA, EC nor EdDSA");
  }

  /// Checks neither certificate nor host name: only where `insecure_skip_verify` says so.
  private static final class TrustAny extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
