package io.mallwatch.alerts.notify;

import io.mallwatch.model.Deadline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what it is told; answers as told, else that it was sent.
public final class FakeChannel implements Channel {

  private final String kind;
  private final boolean sendResolved;
  private final Deque<Delivery> answers = new ArrayDeque<>();
  private final List<Notification> told = new CopyOnWriteArrayList<>();

  public FakeChannel(String kind, boolean sendResolved) {
    this.kind = kind;
    this.sendResolved = sendResolved;
  }

  public synchronized void answer(Delivery... next) {
    answers.addAll(List.of(next));
  }

  public List<Notification> told() {
    return List.copyOf(told);
  }

  /// Status and number of alerts of each notification.
  public List<String> summary() {
    return told.stream().map(n -> n.status() + " " + n.alerts().size()).toList();
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public String target() {
    return kind + "@mall";
  }

  @Override
  public boolean sendResolved() {
    return sendResolved;
  }

  @Override
  public synchronized Delivery send(Notification notification, Deadline deadline) {
    Delivery answer = answers.isEmpty() ? new Delivery.Sent() : answers.remove();
    if (answer instanceof Delivery.Sent) {
      told.add(notification);
    }
    return answer;
  }
}
