package io.mallwatch.alerts.notify.email;

import io.mallwatch.alerts.notify.AlertMessage;
import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.NotificationData;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.TlsContext;
import io.mallwatch.alerts.template.NotificationFunctions;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.alerts.template.TemplateException;
import io.mallwatch.model.Deadline;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/// Mails the group. Answers 4xx of the mail server and a broken connection are worth a retry, 5xx
/// and a refused login are final. All mails of a group form one thread.
public final class EmailChannel implements Channel {

  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

  private final EmailConfig config;
  private final InstantSource clock;
  private final Map<String, Template> headers = new TreeMap<>();
  private final Optional<Template> text;
  private final Optional<Template> html;
  private final Optional<Template> to;

  /// @param library what the configuration's template files define
  /// @throws TemplateException when a header or body is not a template
  public EmailChannel(EmailConfig config, Template library, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    config.headers().forEach((name, value) -> headers.put(name, parse(name, value, library)));
    this.text = config.text().map(source -> parse("text", source, library));
    this.to =
        config.to().contains("{{")
            ? Optional.of(parse("to", config.to(), library))
            : Optional.empty();
    this.html = config.html().map(source -> parse("html", source, library));
  }

  private static Template parse(String name, String source, Template library) {
    return Template.parse("email." + name, source, NotificationFunctions.names()).with(library);
  }

  @Override
  public String kind() {
    return "email";
  }

  @Override
  public String target() {
    return config.to();
  }

  @Override
  public boolean sendResolved() {
    return config.sendResolved();
  }

  @Override
  public Delivery send(Notification notification, Deadline deadline) {
    if (deadline.hasPassed()) {
      return new Delivery.Retry("no time left");
    }
    try {
      Session session = Session.getInstance(properties(deadline));
      MimeMessage message = message(session, notification);
      try (Transport transport = session.getTransport(isImplicitTls() ? "smtps" : "smtp")) {
        connect(transport);
        transport.sendMessage(message, message.getAllRecipients());
      }
      return new Delivery.Sent();
    } catch (AuthenticationFailedException e) {
      return new Delivery.Failed("login refused: " + reason(e));
    } catch (AddressException | TemplateException e) {
      return new Delivery.Failed(reason(e));
    } catch (MessagingException e) {
      return isFinal(e) ? new Delivery.Failed(reason(e)) : new Delivery.Retry(reason(e));
    } catch (IOException e) {
      return new Delivery.Failed(reason(e));
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.strip();
  }

  /// Whether the server has answered with 5xx, anywhere in the chain.
  private static boolean isFinal(MessagingException failure) {
    Exception next = failure;
    while (next != null) {
      int code =
          switch (next) {
            case SMTPSendFailedException e -> e.getReturnCode();
            case SMTPAddressFailedException e -> e.getReturnCode();
            default -> 0;
          };
      if (code >= 500) {
        return true;
      }
      next = next instanceof MessagingException m ? m.getNextException() : null;
    }
    return false;
  }

  private boolean isImplicitTls() {
    return config.implicitTls() || config.port() == 465;
  }

  private void connect(Transport transport) throws MessagingException, IOException {
    if (config.user().isEmpty()) {
      transport.connect(config.host(), config.port(), null, null);
      return;
    }
    String password = config.password().isPresent() ? config.password().get().read() : "";
    transport.connect(config.host(), config.port(), config.user(), password);
  }

  private Properties properties(Deadline deadline) throws IOException {
    Duration left = deadline.left();
    String millis =
        Long.toString(
            Math.max(1, (left.compareTo(MAX_TIMEOUT) < 0 ? left : MAX_TIMEOUT).toMillis()));
    Properties properties = new Properties();
    for (String protocol : new String[] {"mail.smtp.", "mail.smtps."}) {
      properties.setProperty(protocol + "connectiontimeout", millis);
      properties.setProperty(protocol + "timeout", millis);
      properties.setProperty(protocol + "writetimeout", millis);
      properties.setProperty(protocol + "auth", Boolean.toString(!config.user().isEmpty()));
      properties.setProperty(protocol + "starttls.enable", "true");
      properties.setProperty(protocol + "starttls.required", Boolean.toString(config.requireTls()));
      properties.setProperty(protocol + "ssl.checkserveridentity", "true");
      if (!config.tls().equals(HttpSettings.Tls.STANDARD)) {
        properties.put(
            protocol + "ssl.socketFactory", TlsContext.of(config.tls()).getSocketFactory());
      }
      if (config.tls().trustAny()) {
        properties.setProperty(protocol + "ssl.checkserveridentity", "false");
      }
      if (!config.hello().isEmpty()) {
        properties.setProperty(protocol + "localhost", config.hello());
      }
    }
    properties.setProperty("mail.mime.charset", "UTF-8");
    return properties;
  }

  private MimeMessage message(Session session, Notification notification)
      throws MessagingException {
    MimeMessage message = new GroupMessage(session, notification, config.from());
    message.setFrom(new InternetAddress(config.from()));
    message.setRecipients(
        Message.RecipientType.TO, InternetAddress.parse(recipients(notification)));
    message.setSubject(AlertMessage.title(notification), "UTF-8");
    message.setSentDate(Date.from(clock.instant()));
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("References", GroupMessage.threadId(notification.groupKey(), config.from()));
    for (Map.Entry<String, Template> header : headers.entrySet()) {
      String value = render(header.getValue(), notification, Template.Escape.NONE);
      if (header.getKey().equalsIgnoreCase("Subject")) {
        message.setSubject(oneLine(value), "UTF-8");
      } else {
        message.setHeader(header.getKey(), oneLine(value));
      }
    }
    message.setContent(body(notification));
    message.saveChanges();
    return message;
  }

  /// Addresses may be a template.
  private String recipients(Notification notification) {
    return to.isPresent() ? render(to.get(), notification, Template.Escape.NONE) : config.to();
  }

  private MimeMultipart body(Notification notification) throws MessagingException {
    String plain =
        text.map(template -> render(template, notification, Template.Escape.NONE))
            .orElseGet(() -> EmailText.plain(notification));
    String rich =
        html.map(template -> render(template, notification, Template.Escape.HTML))
            .orElseGet(() -> EmailText.html(notification));
    MimeMultipart parts = new MimeMultipart("alternative");
    MimeBodyPart textPart = new MimeBodyPart();
    textPart.setText(plain, "UTF-8");
    parts.addBodyPart(textPart);
    MimeBodyPart htmlPart = new MimeBodyPart();
    htmlPart.setText(rich, "UTF-8", "html");
    parts.addBodyPart(htmlPart);
    return parts;
  }

  private String render(Template template, Notification notification, Template.Escape escape) {
    return template.render(
        NotificationData.of(notification), NotificationFunctions.all(clock), escape);
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\r\\n]+", " ").strip();
  }

  /// A message whose id tells its group and moment.
  private static final class GroupMessage extends MimeMessage {

    private final String id;

    GroupMessage(Session session, Notification notification, String from) {
      super(session);
      String moment = "%s %s %s".formatted(notification.groupKey(), notification.now(), from);
      this.id = "<" + hash(moment) + "@" + domain(from) + ">";
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }

    static String threadId(String groupKey, String from) {
      return "<" + hash(groupKey) + "@" + domain(from) + ">";
    }

    private static String domain(String address) {
      String domain = address.substring(address.indexOf('@') + 1);
      return domain.replaceAll("[^A-Za-z0-9.-]", "");
    }

    private static String hash(String text) {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
