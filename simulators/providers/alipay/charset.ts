export * from '../charset';
