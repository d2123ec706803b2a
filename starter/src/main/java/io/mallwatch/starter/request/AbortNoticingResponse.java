package io.mallwatch.starter.request;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// Notices that the client went away while the response was written, which frameworks swallow.
final class AbortNoticingResponse extends HttpServletResponseWrapper {
  private volatile boolean aborted;
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;

  AbortNoticingResponse(HttpServletResponse response) {
    super(response);
  }

  boolean aborted() {
    PrintWriter used = writer;
    return aborted || (used != null && used.checkError());
  }

  /// Whether `failure` says that the connection to the client is gone.
  static boolean isAbort(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String name = cause.getClass().getSimpleName();
      if (name.equals("ClientAbortException")
          || name.equals("AsyncRequestNotUsableException")
          || name.equals("EofException")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream current = stream;
    if (current == null) {
      current = new Watched(super.getOutputStream());
      stream = current;
    }
    return current;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter current = writer;
    if (current == null) {
      current = super.getWriter();
      writer = current;
    }
    return current;
  }

  @Override
  public void flushBuffer() throws IOException {
    try {
      super.flushBuffer();
    } catch (IOException gone) {
      aborted = true;
      throw gone;
    }
  }

  private final class Watched extends ServletOutputStream {
    private final ServletOutputStream target;

    Watched(ServletOutputStream target) {
      this.target = target;
    }

    @Override
    public boolean isReady() {
      return target.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      target.setWriteListener(listener);
    }

    @Override
    public void write(int value) throws IOException {
      try {
        target.write(value);
      } catch (IOException gone) {
        aborted = true;
        throw gone;
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        target.write(bytes, offset, length);
      } catch (IOException gone) {
        aborted = true;
        throw gone;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        target.flush();
      } catch (IOException gone) {
        aborted = true;
        throw gone;
      }
    }

    @Override
    public void close() throws IOException {
      try {
        target.close();
      } catch (IOException gone) {
        aborted = true;
        throw gone;
      }
    }
  }
}
