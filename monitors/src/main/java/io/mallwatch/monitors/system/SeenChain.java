package io.mallwatch.monitors.system;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts what the system trusts, and remembers what it was shown even when it does not: an expired
/// certificate still tells when it expired. For one handshake.
final class SeenChain extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager system;
  private volatile X509Certificate @Nullable [] chain;

  SeenChain() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        system = extended;
        return;
      }
    }
    throw new GeneralSecurityException("the system has no certificates to trust");
  }

  /// When the first certificate of the chain expires, in seconds since the epoch; NaN when none was
  /// shown.
  double earliestExpiry() {
    X509Certificate[] shown = chain;
    double earliest = Double.NaN;
    if (shown != null) {
      for (X509Certificate certificate : shown) {
        double expiry = certificate.getNotAfter().toInstant().toEpochMilli() / 1000.0;
        earliest = Double.isNaN(earliest) ? expiry : Math.min(earliest, expiry);
      }
    }
    return earliest;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType, Socket socket)
      throws CertificateException {
    chain = shown.clone();
    system.checkServerTrusted(shown, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
      throws CertificateException {
    chain = shown.clone();
    system.checkServerTrusted(shown, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType)
      throws CertificateException {
    chain = shown.clone();
    system.checkServerTrusted(shown, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType, Socket socket)
      throws CertificateException {
    system.checkClientTrusted(shown, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
      throws CertificateException {
    system.checkClientTrusted(shown, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType)
      throws CertificateException {
    system.checkClientTrusted(shown, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return system.getAcceptedIssuers();
  }
}
