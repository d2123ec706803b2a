package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.shop.MallException;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.filter.ServerHttpObservationFilter;
import redis.clients.jedis.exceptions.JedisException;

/// Answers exceptions as problems (RFC 9457). What is the mall's own fault is logged as an error
/// with its stack, and marks the request's span.
@RestControllerAdvice
class Problems {
  private static final Logger logger = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler(MallException.class)
  ProblemDetail refused(MallException refusal, HttpServletRequest request) {
    return problem(refusal.status(), refusal.code(), refusal, request);
  }

  @ExceptionHandler({
    CannotGetJdbcConnectionException.class,
    CannotCreateTransactionException.class,
    DataAccessResourceFailureException.class,
    JedisException.class
  })
  ProblemDetail unavailable(RuntimeException failure, HttpServletRequest request) {
    return problem(503, "store_unavailable", failure, request);
  }

  @ExceptionHandler(DataAccessException.class)
  ProblemDetail broken(DataAccessException failure, HttpServletRequest request) {
    return problem(500, "database_error", failure, request);
  }

  private static ProblemDetail problem(
      int status, String code, RuntimeException failure, HttpServletRequest request) {
    if (status >= 500) {
      ServerHttpObservationFilter.findObservationContext(request)
          .ifPresent(context -> context.setError(failure));
      logger
          .atError()
          .addKeyValue("category", "application")
          .addKeyValue("action", code)
          .addKeyValue("statusCode", status)
          .setCause(failure)
          .log(String.valueOf(failure.getMessage()));
    }
    ProblemDetail problem = ProblemDetail.forStatus(HttpStatusCode.valueOf(status));
    problem.setTitle(code);
    // The message of a database error names tables; a caller has no use for that.
    problem.setDetail(failure instanceof MallException ? failure.getMessage() : code);
    return problem;
  }
}
