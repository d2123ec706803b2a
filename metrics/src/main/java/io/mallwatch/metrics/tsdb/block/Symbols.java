package io.mallwatch.metrics.tsdb.block;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The texts of a block that is being written, under numbers that are given before all texts are
/// known.
interface Symbols {

  /// UTF-8 of one text.
  byte[] text(int number);

  /// The numbers in `used`, in the order of their texts.
  int[] sorted(BitSet used);

  /// Texts that come one by one.
  final class Growing implements Symbols {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    int number(String text) {
      Integer known = numbers.putIfAbsent(text, texts.size());
      if (known != null) {
        return known;
      }
      texts.add(text);
      return texts.size() - 1;
    }

    @Override
    public byte[] text(int number) {
      return texts.get(number).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int[] sorted(BitSet used) {
      Integer[] order = used.stream().boxed().toArray(Integer[]::new);
      Arrays.sort(order, (left, right) -> texts.get(left).compareTo(texts.get(right)));
      return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
  }

  /// The texts of several blocks, merged: numbers compare like texts.
  final class Merged implements Symbols {
    private final List<BlockIndex> sources;
    private final int[][] numbers;
    private int[] source = new int[1024];
    private int[] symbol = new int[1024];
    private int size;

    Merged(List<BlockIndex> sources) {
      this.sources = sources;
      this.numbers = new int[sources.size()][];
      int[] next = new int[sources.size()];
      byte[][] heads = new byte[sources.size()][];
      for (int i = 0; i < heads.length; i++) {
        numbers[i] = new int[sources.get(i).symbolCount()];
        advance(i, next, heads);
      }
      for (int least = least(heads); least >= 0; least = least(heads)) {
        byte[] text = heads[least];
        add(least, next[least] - 1);
        for (int i = least; i < heads.length; i++) {
          if (heads[i] != null && Arrays.equals(heads[i], text)) {
            numbers[i][next[i] - 1] = size - 1;
            advance(i, next, heads);
          }
        }
      }
    }

    private void advance(int i, int[] next, byte[][] heads) {
      boolean more = next[i] < numbers[i].length;
      heads[i] = more ? sources.get(i).symbolBytes(next[i]++) : null;
    }

    /// Index of the source whose head is the least, the first of equal ones; -1 when all are done.
    private static int least(byte[][] heads) {
      int least = -1;
      for (int i = 0; i < heads.length; i++) {
        if (heads[i] != null && (least < 0 || SymbolText.compare(heads[i], heads[least]) < 0)) {
          least = i;
        }
      }
      return least;
    }

    private void add(int from, int number) {
      if (size == source.length) {
        source = Arrays.copyOf(source, size * 2);
        symbol = Arrays.copyOf(symbol, size * 2);
      }
      source[size] = from;
      symbol[size++] = number;
    }

    /// The number here of symbol `number` of source `index`.
    int number(int index, int number) {
      return numbers[index][number];
    }

    @Override
    public byte[] text(int number) {
      return sources.get(source[number]).symbolBytes(symbol[number]);
    }

    @Override
    public int[] sorted(BitSet used) {
      return used.stream().toArray();
    }
  }
}
