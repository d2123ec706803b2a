package io.mallwatch.doors.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.mallwatch.model.Deadline;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of one request: find the door, check, gather the body on the event loop; then, on a
/// virtual thread, decompress, call the handler, tell errors in the door's shape, compress, count.
final class Edge implements HttpService {

  private static final Logger logger = LoggerFactory.getLogger(Edge.class);

  private final HttpLimits limits;
  private final HostGuard guard;
  private final AccessToken.Guard access;
  private final DoorMetrics metrics;
  private final ExecutorService threads;
  private final Responses responses;
  private final BodyCollector.Budget budget;
  private final Router prefixed;
  private final Map<Integer, Router> byPort;

  /// @param prefixed all doors at their prefixes
  /// @param byPort by local port; other ports get `prefixed`
  Edge(
      HttpSettings settings,
      Router prefixed,
      Map<Integer, Router> byPort,
      DoorMetrics metrics,
      ExecutorService threads,
      Responses responses) {
    this.limits = settings.limits();
    this.guard = new HostGuard(settings);
    this.access = new AccessToken.Guard(settings.token(), System::nanoTime);
    this.prefixed = prefixed;
    this.byPort = byPort;
    this.metrics = metrics;
    this.threads = threads;
    this.responses = responses;
    this.budget = new BodyCollector.Budget(settings.limits().inFlightBytes());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    RequestHeaders headers = request.headers();
    String target = headers.path();
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    Head.Headers lookup = name -> headers.get(name);
    String method = headers.method().name();
    Router router = byPort.getOrDefault(ctx.localAddress().getPort(), prefixed);
    Router.Match match = router.find(method, path);
    Exchange exchange =
        new Exchange(new Head(method, path, Params.NONE, lookup), match.door(), System.nanoTime());
    Optional<HttpResponse> preflight = guard.preflight(exchange.head);
    if (preflight.isPresent()) {
      return preflight.get();
    }
    if (metrics.inFlight().incrementAndGet() > limits.concurrent()) {
      return exchange.refuse(Problem.unavailable("too many requests are being served"), true);
    }
    try {
      guard.check(exchange.head).ifPresent(Edge::refuse);
      if (match.door().needsToken() && !isHealthCheck(match)) {
        access.check(exchange.head, ctx.remoteAddress().getAddress()).ifPresent(Edge::refuse);
      }
      exchange.head = new Head(method, path, Params.parse(query), lookup);
      Router.Found found = found(match, exchange);
      long announced = headers.contentLength();
      if (announced > limits.bodyBytes()) {
        throw BodyCollector.tooLarge(limits.bodyBytes());
      }
      return HttpResponse.of(gather(ctx, request, exchange, found, announced));
    } catch (RefusedException e) {
      return exchange.refuse(e.problem(), !request.isEmpty());
    }
  }

  /// By the route that was found, not by how the path reads: an index may be called `health` too.
  private static boolean isHealthCheck(Router.Match match) {
    return match instanceof Router.Found found && found.route().isHealthCheck();
  }

  private static void refuse(Problem problem) {
    throw new RefusedException(problem);
  }

  private static Router.Found found(Router.Match match, Exchange exchange) {
    return switch (match) {
      case Router.Found found -> found;
      case Router.WrongMethod wrong -> {
        exchange.allow = String.join(", ", wrong.allowed());
        throw new RefusedException(
            new Problem(
                Problem.Kind.METHOD_NOT_ALLOWED,
                405,
                "",
                "method %s is not allowed here; %s is"
                    .formatted(exchange.head.method(), exchange.allow),
                null));
      }
      case Router.Missing _ ->
          throw new RefusedException(
              Problem.notFound("there is nothing at %s".formatted(exchange.head.path())));
    };
  }

  private CompletableFuture<HttpResponse> gather(
      ServiceRequestContext ctx,
      HttpRequest request,
      Exchange exchange,
      Router.Found found,
      long announced) {
    BodyCollector.Budget.Share share = budget.share();
    BodyCollector collector = new BodyCollector(limits.bodyBytes(), announced, share);
    ScheduledFuture<?> timer =
        ctx.eventLoop()
            .withoutContext()
            .schedule(
                () ->
                    collector.stop(
                        new RefusedException(
                            new Problem(
                                Problem.Kind.TIMEOUT, 408, "", "the body did not come", null))),
                limits.bodyTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    request.subscribe(
        collector, ctx.eventLoop().withoutContext(), SubscriptionOption.WITH_POOLED_OBJECTS);
    CompletableFuture<HttpResponse> response = new CompletableFuture<>();
    var _ =
        collector
            .body()
            .whenComplete((body, failure) -> {
              timer.cancel(false);
              if (failure != null) {
                share.close();
                response.complete(exchange.refuse(problemOf(exchange, failure), true));
              } else {
                metrics.received(found.door().name(), body.length);
                handOver(ctx, exchange, found, body, share, response);
              }
            });
    return response;
  }

  private void handOver(
      ServiceRequestContext ctx,
      Exchange exchange,
      Router.Found found,
      byte[] body,
      BodyCollector.Budget.Share share,
      CompletableFuture<HttpResponse> response) {
    try {
      Future<?> work =
          threads.submit(() -> {
            try (share) {
              response.complete(answer(exchange, found, body, share));
            } catch (RuntimeException | Error e) {
              response.complete(exchange.refuse(problemOf(exchange, e), false));
            }
          });
      var _ = ctx.whenRequestCancelling().thenRun(() -> work.cancel(true));
    } catch (RejectedExecutionException e) {
      share.close();
      response.complete(exchange.refuse(Problem.unavailable("the server is stopping"), true));
    }
  }

  private HttpResponse answer(
      Exchange exchange, Router.Found found, byte[] raw, BodyCollector.Budget.Share share) {
    byte[] body = raw;
    if (found.route().body() == Route.Body.DECODED) {
      String encoding = exchange.head.header("content-encoding").orElse("");
      body = ContentCodings.decode(raw, encoding, limits.decodedBytes(), share);
    }
    Deadline deadline = Deadline.after(limits.callTimeout());
    Call call = new Call(exchange.head, found.params(), body, deadline, share);
    Reply reply = found.route().handler().handle(call);
    return switch (reply) {
      case Reply.Whole whole -> exchange.send(whole, false);
      case Reply.Stream stream when exchange.head.method().equals("HEAD") ->
          exchange.send(Reply.bytes(stream.status(), stream.contentType(), new byte[0]), false);
      case Reply.Stream stream -> exchange.stream(stream);
    };
  }

  private static Problem problemOf(Exchange exchange, Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return Problem.of(cause)
        .orElseGet(() -> {
          logger.error(
              "request failed: method={} path={}",
              exchange.head.method(),
              exchange.head.path(),
              cause);
          return Problem.internal();
        });
  }

  /// One request on its way; used by one thread at a time.
  private final class Exchange {

    private final Door door;
    private final long startNanos;
    private Head head;
    private String allow = "";

    Exchange(Head head, Door door, long startNanos) {
      this.head = head;
      this.door = door;
      this.startNanos = startNanos;
    }

    /// @param unread whether a part of the body may still be under way; the connection must end
    HttpResponse refuse(Problem problem, boolean unread) {
      metrics.refused(door.name(), problem);
      boolean grpc = Grpc.isGrpc(head);
      Reply.Whole told = grpc ? Grpc.error(problem) : door.errors().tell(problem, head);
      if (problem.kind() == Problem.Kind.UNAUTHORIZED && !grpc) {
        told = told.with("www-authenticate", AccessToken.CHALLENGE);
      }
      if (problem.retryAfter() != null) {
        told = told.with("retry-after", Long.toString(problem.retryAfter().toSeconds()));
      }
      if (!allow.isEmpty()) {
        told = told.with("allow", allow);
      }
      return send(told, unread);
    }

    HttpResponse send(Reply.Whole reply, boolean close) {
      done(reply.status());
      Reply.Whole dressed = guard.dress(reply, head);
      return responses.whole(
          close ? dressed.with(HttpHeaderNames.CONNECTION.toString(), "close") : dressed,
          head,
          door);
    }

    HttpResponse stream(Reply.Stream stream) {
      HttpResponse response = responses.stream(stream, head, door);
      done(stream.status());
      return response;
    }

    private void done(int status) {
      metrics.inFlight().decrementAndGet();
      metrics.served(door.name(), status, System.nanoTime() - startNanos);
    }
  }
}
