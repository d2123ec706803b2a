package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.metrics.scrape.http.BodyBuffer;
import io.mallwatch.metrics.scrape.http.HttpAnswer;
import io.mallwatch.metrics.scrape.http.HttpCall;
import io.mallwatch.metrics.scrape.http.HttpFetcher;
import io.mallwatch.model.Labels;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Instances that are registered at a Eureka server, as Spring Cloud Netflix has one. The answer of
/// `GET /apps`: github.com/Netflix/eureka/wiki/Eureka-REST-operations.
final class EurekaTargets implements TargetSource {

  private static final long MAX_BYTES = 64L << 20;
  private static final String APP = "__meta_eureka_app_name";
  private static final String INSTANCE = "__meta_eureka_app_instance_";

  /// Elements of an instance and the labels they become.
  private static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry("hostName", "hostname"),
          Map.entry("homePageUrl", "homepage_url"),
          Map.entry("statusPageUrl", "statuspage_url"),
          Map.entry("healthCheckUrl", "healthcheck_url"),
          Map.entry("ipAddr", "ip_addr"),
          Map.entry("vipAddress", "vip_address"),
          Map.entry("secureVipAddress", "secure_vip_address"),
          Map.entry("status", "status"),
          Map.entry("countryId", "country_id"),
          Map.entry("instanceId", "id"));

  private final DiscoveryConfig.Eureka config;
  private final HttpFetcher fetcher;
  private final String userAgent;
  private final BodyBuffer body = new BodyBuffer();

  EurekaTargets(DiscoveryConfig.Eureka config, HttpFetcher fetcher, String userAgent) {
    this.config = config;
    this.fetcher = fetcher;
    this.userAgent = userAgent;
  }

  @Override
  public Found find() throws InterruptedException {
    Map<String, String> headers = Map.of("Accept", "application/xml", "User-Agent", userAgent);
    URI apps = URI.create(config.server() + "/apps");
    HttpAnswer answer =
        fetcher.fetch(HttpCall.get(apps, headers, MAX_BYTES, config.refresh()), body);
    if (answer.status() / 100 != 2) {
      throw new DiscoveryFailedException(
          "non 2xx status '%s' response during eureka service discovery"
              .formatted(answer.statusLine()));
    }
    return new Found(
        List.of(new TargetGroup(parse(body.bytes(), body.length()), Labels.EMPTY, "eureka")),
        List.of());
  }

  /// The targets of an `<applications>` document.
  static List<Labels> parse(byte[] xml, int length) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    List<Labels> targets = new ArrayList<>();
    try {
      XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(xml, 0, length));
      String app = "";
      while (in.hasNext()) {
        if (in.next() == XMLStreamConstants.START_ELEMENT) {
          String name = in.getLocalName();
          if (name.equals("name")) {
            app = in.getElementText();
          } else if (name.equals("instance")) {
            targets.add(instance(in, app));
          }
        }
      }
      return targets;
    } catch (XMLStreamException e) {
      throw new DiscoveryFailedException("the answer is not XML: " + e.getMessage(), e);
    }
  }

  private static Labels instance(XMLStreamReader in, String app) throws XMLStreamException {
    Map<String, String> labels = new TreeMap<>();
    labels.put(APP, app);
    String port = "80";
    while (in.next() != XMLStreamConstants.END_ELEMENT) {
      if (in.getEventType() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      String name = in.getLocalName();
      String label = LABELS.get(name);
      if (label != null) {
        labels.put(INSTANCE + label, in.getElementText());
      } else if (name.equals("port") || name.equals("securePort")) {
        String prefix = INSTANCE + (name.equals("port") ? "port" : "secure_port");
        labels.put(prefix + "_enabled", String.valueOf(in.getAttributeValue(null, "enabled")));
        String number = in.getElementText().strip();
        labels.put(prefix, number);
        port = name.equals("port") ? number : port;
      } else if (name.equals("metadata")) {
        metadata(in, INSTANCE + "metadata_", labels);
      } else if (name.equals("dataCenterInfo")) {
        dataCenter(in, labels);
      } else {
        skip(in);
      }
    }
    String host = labels.getOrDefault(INSTANCE + "hostname", "");
    labels.put(TargetGroup.ADDRESS, (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    labels.put("instance", labels.getOrDefault(INSTANCE + "id", ""));
    labels.values().removeIf(String::isEmpty);
    return Labels.of(labels);
  }

  private static void dataCenter(XMLStreamReader in, Map<String, String> labels)
      throws XMLStreamException {
    while (in.next() != XMLStreamConstants.END_ELEMENT) {
      if (in.getEventType() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (in.getLocalName()) {
        case "name" -> labels.put(INSTANCE + "datacenterinfo_name", in.getElementText());
        case "metadata" -> metadata(in, INSTANCE + "datacenterinfo_metadata_", labels);
        default -> skip(in);
      }
    }
  }

  private static void metadata(XMLStreamReader in, String prefix, Map<String, String> labels)
      throws XMLStreamException {
    while (in.next() != XMLStreamConstants.END_ELEMENT) {
      if (in.getEventType() == XMLStreamConstants.START_ELEMENT) {
        labels.put(prefix + LabelText.sanitized(in.getLocalName()), in.getElementText());
      }
    }
  }

  private static void skip(XMLStreamReader in) throws XMLStreamException {
    int depth = 1;
    while (depth > 0) {
      int event = in.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }
}
