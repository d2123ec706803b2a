package io.mallwatch.ops.backup.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.ops.backup.store.Digests;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignerTest {

  @Test
  void theExampleOfTheDocumentationIsSignedAsItSays() {
    Signer signer =
        new Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");

    Map<String, String> headers =
        signer.headers(
            new Signer.Request(
                "GET",
                "/",
                Map.of("max-keys", "2", "prefix", "J"),
                "examplebucket.s3.amazonaws.com",
                Digests.hex(new byte[0])),
            Instant.parse("2013-05-24T00:00:00Z"));

    assertThat(headers.get("authorization"))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + " SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
                + " Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void namesAreEncodedAsTheSignatureWants() {
    assertThat(Signer.encode("/a b/商品+~", true)).isEqualTo("/a%20b/%E5%95%86%E5%93%81%2B~");
    assertThat(Signer.query(Map.of("b", "1/2", "a", ""))).isEqualTo("a=&b=1%2F2");
  }

  @Test
  void theSecretIsNotShown() {
    assertThat(new Signer("AK", "verysecret", "r").toString()).doesNotContain("verysecret");
  }
}
