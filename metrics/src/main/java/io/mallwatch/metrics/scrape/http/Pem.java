package io.mallwatch.metrics.scrape.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and private keys as PEM (RFC 7468): keys as PKCS #8, PKCS #1 (RSA) or SEC 1 (EC).
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");

  /// `SEQUENCE { OID rsaEncryption, NULL }`.
  private static final byte[] RSA =
      bytes(0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0);

  /// `OID ecPublicKey`.
  private static final byte[] EC = bytes(6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1);

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private Pem() {}

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /// All certificates of a text.
  ///
  /// @throws GeneralSecurityException when there is none, or a bad one
  static List<Certificate> certificates(String pem) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(pem);
    while (block.find()) {
      if (block.group(1).endsWith("CERTIFICATE")) {
        certificates.add(
            factory.generateCertificate(new ByteArrayInputStream(decoded(block.group(2)))));
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("there is no certificate in PEM form");
    }
    return certificates;
  }

  private static byte[] decoded(String base64) {
    return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
  }

  /// The first private key of a text.
  ///
  /// @throws GeneralSecurityException when there is none, or a bad one
  static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(pem);
    while (block.find()) {
      byte[] der = decoded(block.group(2));
      switch (block.group(1)) {
        case "PRIVATE KEY" -> {
          return key(der);
        }
        case "RSA PRIVATE KEY" -> {
          return key(pkcs8(RSA, der));
        }
        case "EC PRIVATE KEY" -> {
          return key(pkcs8(tagged(0x30, concat(EC, curve(der))), der));
        }
        default -> {
          // Something else, such as EC PARAMETERS before the key.
        }
      }
    }
    throw new InvalidKeySpecException("there is no unencrypted private key in PEM form");
  }

  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    InvalidKeySpecException last = new InvalidKeySpecException("unknown kind of key");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        last = e;
      }
    }
    throw last;
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return tagged(0x30, concat(bytes(2, 1, 0), concat(algorithm, tagged(4, key))));
  }

  /// The curve of `SEQUENCE { INTEGER, OCTET STRING, [0] { OID } ... }`.
  private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
    try {
      int at = content(sec1, 0);
      at = content(sec1, at) + length(sec1, at);
      at = content(sec1, at) + length(sec1, at);
      if ((sec1[at] & 0xff) == 0xa0) {
        int start = content(sec1, at);
        return java.util.Arrays.copyOfRange(sec1, start, start + length(sec1, at));
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new InvalidKeySpecException("the EC key is cut short", e);
    }
    throw new InvalidKeySpecException("the EC key names no curve");
  }

  private static int content(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] concat(byte[] left, byte[] right) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(left);
    out.writeBytes(right);
    return out.toByteArray();
  }
}
