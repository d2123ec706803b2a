/** The services that send traces, by name. */
import { apiGet } from './client';
import { list, object, string } from './decode';

export async function fetchServices(signal?: AbortSignal): Promise<string[]> {
  const { services } = await apiGet('/jaeger/api/v3/services', object({ services: list(string) }), { signal });
  return services.toSorted((a, b) => a.localeCompare(b));
}
